package io.lockstep.salesforce;

import org.jspecify.annotations.Nullable;

/**
 * What kind of org this is.
 *
 * @param id Organization.Id, 18 characters
 * @param sandbox Organization.IsSandbox
 * @param packageNamespace the namespace under which the Lockstep package is installed; null = none
 * @param packageInstalled whether its objects are there and seen by the integration user
 * @param sharedActivities an event can be related to several contacts
 */
public record OrgInfo(
    String id,
    String name,
    boolean sandbox,
    @Nullable String packageNamespace,
    boolean packageInstalled,
    boolean sharedActivities,
    boolean personAccounts,
    boolean multiCurrency) {}
