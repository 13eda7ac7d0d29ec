package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaVersionTest {
    @Test
    void aBuildFitsTheVersionItWasMadeFor() {
        assertThat(new SchemaVersion(3, 2).problemFor(3)).isEmpty();
    }

    @Test
    void anOlderBuildFitsWhileTheSchemaStillCarriesIt() {
        assertThat(new SchemaVersion(3, 2).problemFor(2)).isEmpty();
    }

    @Test
    void anOlderBuildIsRefusedOnceTheSchemaHasLeftItBehind() {
        assertThat(new SchemaVersion(3, 2).problemFor(1)).get().asString().contains("newer build");
    }

    @Test
    void aNewerBuildAsksForTheMigration() {
        assertThat(new SchemaVersion(3, 2).problemFor(4))
                .contains(
                        "The database has schema version 3 and this build needs version 4: run `ingest-api db migrate`.");
    }
}
