package io.lockstep.sandbox.salesforce.org;

import org.jspecify.annotations.Nullable;

/**
 * What kind of org this is: the features that change its schema and its rules.
 *
 * @param sharedActivities "Allow Users to Relate Multiple Contacts to Tasks and Events"
 * @param multiDayEvents events may last longer than 24 hours
 * @param middleNames middle names and suffixes of persons are switched on
 * @param namespace the prefix of the installed package; null = deployed as source
 */
public record OrgShape(
    boolean sharedActivities,
    boolean multiDayEvents,
    boolean personAccounts,
    boolean stateAndCountryPicklists,
    boolean multiCurrency,
    boolean middleNames,
    @Nullable String namespace) {

  /** An org as it comes: every feature off, no namespace. */
  public static OrgShape plain() {
    return new OrgShape(false, false, false, false, false, false, null);
  }

  public OrgShape withSharedActivities(boolean on) {
    return new OrgShape(
        on,
        multiDayEvents,
        personAccounts,
        stateAndCountryPicklists,
        multiCurrency,
        middleNames,
        namespace);
  }

  public OrgShape withMultiDayEvents(boolean on) {
    return new OrgShape(
        sharedActivities,
        on,
        personAccounts,
        stateAndCountryPicklists,
        multiCurrency,
        middleNames,
        namespace);
  }

  public OrgShape withPersonAccounts(boolean on) {
    return new OrgShape(
        sharedActivities,
        multiDayEvents,
        on,
        stateAndCountryPicklists,
        multiCurrency,
        middleNames,
        namespace);
  }

  public OrgShape withStateAndCountryPicklists(boolean on) {
    return new OrgShape(
        sharedActivities,
        multiDayEvents,
        personAccounts,
        on,
        multiCurrency,
        middleNames,
        namespace);
  }

  public OrgShape withMultiCurrency(boolean on) {
    return new OrgShape(
        sharedActivities,
        multiDayEvents,
        personAccounts,
        stateAndCountryPicklists,
        on,
        middleNames,
        namespace);
  }

  public OrgShape withMiddleNames(boolean on) {
    return new OrgShape(
        sharedActivities,
        multiDayEvents,
        personAccounts,
        stateAndCountryPicklists,
        multiCurrency,
        on,
        namespace);
  }

  public OrgShape withNamespace(@Nullable String prefix) {
    return new OrgShape(
        sharedActivities,
        multiDayEvents,
        personAccounts,
        stateAndCountryPicklists,
        multiCurrency,
        middleNames,
        prefix);
  }

  /** Whether a section of a field table, such as {@code [sharedActivities]}, applies here. */
  public boolean has(String feature) {
    return switch (feature) {
      case "" -> true;
      case "sharedActivities" -> sharedActivities;
      case "multiDayEvents" -> multiDayEvents;
      case "personAccounts" -> personAccounts;
      case "stateAndCountryPicklists" -> stateAndCountryPicklists;
      case "multiCurrency" -> multiCurrency;
      case "middleNames" -> middleNames;
      default -> throw new IllegalArgumentException("unknown feature of an org: " + feature);
    };
  }
}
