package dev.clacks.standalone.stack;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.testkit.embedded.Ports;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of the services: the door's, and from it the admin ports' (P+1 the door's, P+2 the archiver's, P+10 and on the
 * writers').
 */
public record ServicePorts(int door, int writers) {

    private static final int HIGHEST = 65_535;
    private static final int FIRST_WRITER = 10;

    public ServicePorts {
        if (door < 1 || door > HIGHEST - FIRST_WRITER - writers) {
            throw new UserErrorException("--port must be between 1 and " + (HIGHEST - FIRST_WRITER - writers)
                    + ": ports above it are used too");
        }
    }

    public int doorAdmin() {
        return door + 1;
    }

    public int archiverAdmin() {
        return door + 2;
    }

    /** Of the writer with that number, counted from 0. */
    public int writerAdmin(int number) {
        return door + FIRST_WRITER + number;
    }

    /** Free ones, for a pipeline that nobody needs to find. Nobody else in this process is given one of them. */
    public static ServicePorts free(int writers) {
        var any = new ServicePorts(1, writers);
        int[] distances =
                any.all().stream().mapToInt(port -> port - any.door()).skip(1).toArray();
        return new ServicePorts(Ports.free(distances), writers);
    }

    /**
     * Takes them for this process: its other servers, which look for free ports before the services listen, get others.
     *
     * @throws UserErrorException where somebody else listens; it names the ports
     */
    public void reserve() {
        List<Integer> taken = taken();
        if (!taken.isEmpty()) {
            throw new UserErrorException(
                    "another program listens on port " + taken.toString().replaceAll("[\\[\\]]", "")
                            + " of 127.0.0.1: end it, or choose other ports with --port");
        }
        Ports.reserve(all());
    }

    private List<Integer> taken() {
        var taken = new ArrayList<Integer>();
        for (int port : all()) {
            if (!Ports.isFree(port)) {
                taken.add(port);
            }
        }
        return taken;
    }

    private List<Integer> all() {
        var all = new ArrayList<>(List.of(door, doorAdmin(), archiverAdmin()));
        for (int i = 0; i < writers; i++) {
            all.add(writerAdmin(i));
        }
        return all;
    }
}
