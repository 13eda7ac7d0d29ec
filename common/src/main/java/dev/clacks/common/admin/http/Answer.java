package dev.clacks.common.admin.http;

/**
 * The answer to a call whose status depends on what was done.
 *
 * @param status HTTP status
 * @param body written as JSON
 */
public record Answer(int status, Object body) {}
