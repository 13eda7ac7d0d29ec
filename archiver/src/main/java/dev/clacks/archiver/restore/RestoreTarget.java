package dev.clacks.archiver.restore;

import dev.clacks.common.app.UserErrorException;

/**
 * The table that a restoration makes.
 *
 * @param name qualified; safe in SQL as it is
 */
public record RestoreTarget(String name) {

    private static final String FORM = "restored_[a-z0-9_]{1,50}";

    /** In the schema of the partitions, where the archiver may make tables. */
    public static RestoreTarget of(String table) {
        if (!table.matches(FORM)) {
            throw new UserErrorException(
                    "--table must be restored_ and then lower-case letters, digits and underscores, not " + table);
        }
        return new RestoreTarget("partitions." + table);
    }
}
