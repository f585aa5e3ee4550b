/** The Bulk API, versions 1 and 2.0. */
@NullMarked
package io.lockstep.sandbox.salesforce.bulk;

import org.jspecify.annotations.NullMarked;
