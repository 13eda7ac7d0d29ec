package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.writer.store.SqlFault.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** W4 and W5: whose fault a failure is, for every SQLSTATE that architecture notes name. */
class SqlFaultTest {

    @ParameterizedTest
    @CsvSource({
        "22001, RECORD",
        "22003, RECORD",
        "22008, RECORD",
        "22021, RECORD",
        "22P02, RECORD",
        "22P03, RECORD",
        "22P05, RECORD",
        "22030, RECORD",
        "23502, RECORD",
        "54000, RECORD",
        "54001, RECORD",
        "54011, RECORD",
        "23505, DUPLICATE",
        "23514, MISSING_PARTITION",
        "40001, CONFLICT",
        "40P01, CONFLICT",
        "40003, CONFLICT",
        "55000, BUSY",
        "55006, BUSY",
        "55P03, BUSY",
        "42P07, BUSY",
        "42P17, BUSY",
        "08000, DATABASE",
        "08001, DATABASE",
        "08003, DATABASE",
        "08006, DATABASE",
        "08P01, DATABASE",
        "53000, DATABASE",
        "53100, DATABASE",
        "53200, DATABASE",
        "53300, DATABASE",
        "57000, DATABASE",
        "57014, DATABASE",
        "57P01, DATABASE",
        "57P02, DATABASE",
        "57P03, DATABASE",
        "58000, DATABASE",
        "58030, DATABASE",
        "25001, DATABASE",
        "25006, DATABASE",
        "25P02, DATABASE",
        "25P03, DATABASE",
        "26000, DATABASE",
        "0A000, DATABASE",
        "XX000, DATABASE",
        "XX001, DATABASE",
        "42501, BROKEN",
        "42P01, BROKEN",
        "42703, BROKEN",
        "42704, BROKEN",
        "42883, BROKEN",
        "28000, BROKEN",
        "28P01, BROKEN",
        "3D000, BROKEN",
        "23503, BROKEN",
        "P0001, BROKEN"
    })
    void aStateHasOneMeaning(String state, Kind kind) {
        assertThat(SqlFault.of(failure(state, null)).kind()).isEqualTo(kind);
    }

    @Test
    void aCheckThatHasANameIsTheRecordsFaultAndAPartitionHasNone() {
        SqlFault check = SqlFault.of(failure("23514", "events_some_check"));

        assertThat(check.kind()).isEqualTo(Kind.RECORD);
        assertThat(check.constraint()).isEqualTo("events_some_check");
    }

    @Test
    void aBrokenConnectionWithoutAStateIsTheDatabases() {
        assertThat(SqlFault.of(new SQLException("gone", null, new IOException("reset")))
                        .kind())
                .isEqualTo(Kind.DATABASE);
        assertThat(SqlFault.of(new SQLTimeoutException("late")).kind()).isEqualTo(Kind.DATABASE);
    }

    @Test
    void anythingElseWithoutAStateNeedsPeople() {
        assertThat(SqlFault.of(new SQLException("what?")).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void theSummaryQuotesNoValue() {
        SqlFault fault = SqlFault.of(failure("23505", "events_pkey"));

        assertThat(fault.summary()).isEqualTo("23505 (events_pkey) the message");
    }

    private static PSQLException failure(String state, @Nullable String constraint) {
        String fields = "SERROR\0C" + state + "\0Mthe message\0DKey (user_id)=(jane) exists.\0"
                + (constraint == null ? "" : "n" + constraint + "\0") + "\0";
        return new PSQLException(new ServerErrorMessage(fields));
    }
}
