package dev.clacks.ingest.door;

import io.dropwizard.util.Duration;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A response that its client has to read within a time, from its first byte: a servlet's thread waits while it writes, so whoever
 * reads a byte now and then would keep that thread for as long as he likes. Used like any response, by one thread at a time.
 */
final class TimelyResponse extends Response.Wrapper {

    private final Deadlines deadlines;
    private final Duration time;
    private boolean begun;

    TimelyResponse(Request request, Response response, Deadlines deadlines, Duration time) {
        super(request, response);
        this.deadlines = deadlines;
        this.time = time;
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
        if (!begun) {
            begun = true;
            EndPoint endPoint =
                    getRequest().getConnectionMetaData().getConnection().getEndPoint();
            Future<?> deadline = deadlines.after(time, endPoint::close);
            Request.addCompletionListener(getRequest(), _ -> deadline.cancel(false));
        }
        super.write(last, bytes, callback);
    }
}
