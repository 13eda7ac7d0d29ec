package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that run with the rights of their owner, whoever calls them. */
class DefinerFunctionsIT {
    private static final String DENIED = "42501";

    private final TestDatabase database = TestServer.shared().migrated();
    private final Session owner = database.open();

    @BeforeEach
    void login() {
        Logins.make(owner, "reader");
    }

    @AfterEach
    void close() {
        owner.close();
    }

    @Test
    void whatRunsAsItsOwnerIsNobodysToCallUnlessItWasGranted() {
        assertThat(owner.column(
                        "SELECT p.oid::regprocedure FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g"
                                + " WHERE p.prosecdef AND p.pronamespace IN ('public'::regnamespace, 'partitions'::regnamespace)"
                                + " AND g.grantee = 0 AND g.privilege_type = 'EXECUTE'"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record_organization_names",
                "record_application_names",
                "refuse_third_secret",
                "record_credential_change",
                "follow_tier"
            })
    void aTriggerFunctionOfTheOwnersCannotBePutOnATableOfOnesOwn(String function) {
        try (Session reader = database.as("test_reader").open()) {
            reader.run("CREATE TEMP TABLE mine (org_id text, org_uuid uuid, app_id text, app_uuid uuid, tier text)");
            assertThat(reader.refusalState("CREATE TRIGGER mine AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION "
                            + function + "()"))
                    .isEqualTo(DENIED);
        }
    }
}
