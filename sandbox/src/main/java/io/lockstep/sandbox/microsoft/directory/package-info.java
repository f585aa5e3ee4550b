/** People, the organization, and what of a mailbox is neither calendar nor contacts. */
@NullMarked
package io.lockstep.sandbox.microsoft.directory;

import org.jspecify.annotations.NullMarked;
