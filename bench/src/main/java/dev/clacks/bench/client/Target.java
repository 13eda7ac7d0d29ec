package dev.clacks.bench.client;

import dev.clacks.common.app.UserErrorException;
import java.net.URI;

/**
 * A server and who calls it.
 *
 * @param url address of the server without a path
 * @param org name of the organisation: its id or its UUID
 * @param app name of the application: its id or its UUID
 * @param token the application's API token, may be empty where the dialect sends none
 * @param secret the HMAC secret as the user sees it; its UTF-8 bytes are the key
 */
public record Target(URI url, String org, String app, String token, String secret) {

    public Target {
        String scheme = url.getScheme();
        if ((!"http".equals(scheme) && !"https".equals(scheme)) || url.getHost() == null) {
            throw new UserErrorException("the server's address must look like http://host:3000, not " + url);
        }
    }

    URI resolve(String path) {
        return URI.create(url.toString().replaceAll("/+$", "") + path);
    }

    /** The same server for another application. */
    public Target of(String otherApp, String otherToken, String otherSecret) {
        return new Target(url, org, otherApp, otherToken, otherSecret);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "Target[" + url + ", " + org + "/" + app + "]";
    }
}
