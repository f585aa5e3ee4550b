package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.salesforce.org.Org;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of an upload.
 *
 * @param cells the row as uploaded, for the results of Bulk API 2.0; empty for other formats
 * @param row what to write; null where it could not be read
 * @param unreadable why
 */
record BulkRow(List<String> cells, Org.@Nullable Row row, Org.@Nullable RowError unreadable) {}
