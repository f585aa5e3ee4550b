/**
 * What objects and fields the org has: tables of the standard objects, and the package's own from
 * its metadata.
 */
@NullMarked
package io.lockstep.sandbox.salesforce.org.schema;

import org.jspecify.annotations.NullMarked;
