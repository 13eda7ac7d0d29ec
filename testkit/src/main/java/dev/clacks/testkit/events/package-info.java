/** Events and batches of realistic shape, made from a seed: what the SDKs send, without an SDK. */
@NullMarked
package dev.clacks.testkit.events;

import org.jspecify.annotations.NullMarked;
