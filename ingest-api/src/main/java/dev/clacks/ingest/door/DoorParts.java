package dev.clacks.ingest.door;

import dev.clacks.ingest.config.LimitSettings;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.metrics.IngestMetrics;
import java.time.InstantSource;

/** What every exchange shares. */
record DoorParts(
        BatchIntake intake,
        LimitSettings limits,
        InflightBudget budget,
        Deadlines deadlines,
        IngestMetrics metrics,
        InstantSource clock) {}
