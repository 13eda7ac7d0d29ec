package dev.clacks.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What each process of a pipeline that has done nothing yet keeps resident.
 *
 * @param megabytes one figure for each process, by the service's name
 */
record IdleMemory(Map<String, List<Long>> megabytes) {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** As of now: later it is that of what tests have asked for. */
    static IdleMemory of(Pipeline pipeline) throws IOException {
        var all = new TreeMap<String, List<Long>>();
        for (var service : pipeline.stack().processes().entrySet()) {
            var each = new ArrayList<Long>();
            for (long pid : service.getValue()) {
                each.add(residentKilobytes(pid) >> 10);
            }
            all.put(service.getKey(), List.copyOf(each));
        }
        return new IdleMemory(all);
    }

    private static long residentKilobytes(long pid) throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
        Matcher resident = RESIDENT.matcher(status);
        if (!resident.find()) {
            throw new IOException("process " + pid + " has no resident memory:\n" + status);
        }
        return Long.parseLong(resident.group(1));
    }
}
