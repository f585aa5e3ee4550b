package io.lockstep.sandbox.salesforce.org;

/**
 * What a nudge tells: the id of a row and what became of it, without any value.
 *
 * @param object the API name, with namespace
 * @param change create, update, delete or undelete
 */
public record ChangedId(String object, String id, String change, String userId) {}
