package io.lockstep.worker;

import io.lockstep.google.GoogleEndpoints;
import io.lockstep.microsoft.GraphEndpoints;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a worker works.
 *
 * @param name of this process, unique among the workers
 * @param threads passes at the same time
 * @param feedEvery how often an org's change feed is read
 * @param configurationEvery how often an org's configuration is read
 * @param pollEvents how often a calendar without working push is polled
 * @param pollEventsPushed how often a calendar with working push is polled, as a net
 * @param pollContacts how often contacts are polled while something changes
 * @param pollContactsIdle how often contacts are polled while nothing changes
 * @param logsEvery how often logs and statuses are written to the orgs
 * @param quotaShare the share of an org's daily calls (0 to 1) beyond which background work stops
 * @param publicUrl where providers reach this installation; null = no push, polling only
 * @param contactsVisibleWithin how long a contact created at Google may stay invisible in listings
 * @param microsoftCreatesVisibleWithin how long a create at Microsoft 365 whose answer was lost may
 *     still be on its way
 */
public record WorkerSettings(
    String name,
    int threads,
    Duration feedEvery,
    Duration configurationEvery,
    Duration pollEvents,
    Duration pollEventsPushed,
    Duration pollContacts,
    Duration pollContactsIdle,
    Duration logsEvery,
    double quotaShare,
    @Nullable URI publicUrl,
    GoogleEndpoints google,
    Duration contactsVisibleWithin,
    GraphEndpoints microsoft,
    Duration microsoftCreatesVisibleWithin) {}
