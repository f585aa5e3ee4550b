/**
 * Queries: the grammar's tree turned into plain values, checked against the schema and run over
 * rows.
 */
@NullMarked
package io.lockstep.sandbox.salesforce.org.soql;

import org.jspecify.annotations.NullMarked;
