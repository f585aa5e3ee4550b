package io.lockstep.sandbox.salesforce.org.schema;

import java.util.Map;
import java.util.Set;

/**
 * A permission set as its metadata file states it.
 *
 * @param objects by API name: letters {@code c r u d} and {@code V} (view all), {@code M} (modify
 *     all)
 * @param fields by {@code Object.Field}: {@code r}, or {@code re} for readable and editable
 */
public record PermissionSetDef(
    String name,
    String label,
    Map<String, String> objects,
    Map<String, String> fields,
    Set<String> userPermissions) {}
