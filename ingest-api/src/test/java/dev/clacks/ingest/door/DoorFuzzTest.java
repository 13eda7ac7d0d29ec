package dev.clacks.ingest.door;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Headers and bodies of arbitrary bytes on their whole way from the wire's pieces to Kafka's records, guided by coverage.
 * In a normal run the inputs are those of {@code DoorFuzzTestInputs} in the resources; {@code JAZZER_FUZZ=1} makes it look
 * for more.
 */
class DoorFuzzTest {

    private final FuzzedDoor door = new FuzzedDoor();

    @FuzzTest(maxDuration = "10m")
    void noRequestBreaksTheDoorAndKafkaGetsTheClientsBytes(byte[] input) throws Exception {
        door.take(FuzzedInput.of(input));
    }
}
