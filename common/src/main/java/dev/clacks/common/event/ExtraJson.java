package dev.clacks.common.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Puts together what is left over of an event, as the client spelled it. */
final class ExtraJson {

    private ExtraJson() {}

    /**
     * A JSON object of the members left over; those of the objects that the protocol names stand in objects of that name.
     *
     * @param idIsLeft whether the member {@code id} is one of them
     * @return null where nothing is left over
     */
    static @Nullable String of(byte[] event, Leftovers leftovers, boolean idIsLeft) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Member open = Member.WHOLE;
        for (int i = 0; i < leftovers.count(); i++) {
            Member holder = leftovers.holder(i);
            if (holder == Member.ID) {
                if (!idIsLeft) {
                    continue;
                }
                holder = Member.WHOLE;
            }
            if (holder != open && open != Member.WHOLE) {
                out.write('}');
            }
            out.write(out.size() == 0 ? '{' : ',');
            if (holder != open && holder != Member.WHOLE) {
                out.writeBytes(("\"" + holder.key() + "\":{").getBytes(StandardCharsets.UTF_8));
            }
            out.write(event, leftovers.start(i), leftovers.end(i) - leftovers.start(i));
            open = holder;
        }
        if (out.size() == 0) {
            return null;
        }
        out.writeBytes((open == Member.WHOLE ? "}" : "}}").getBytes(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
