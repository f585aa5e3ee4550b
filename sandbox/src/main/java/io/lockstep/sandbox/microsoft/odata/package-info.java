/** The part of OData that Graph offers for Outlook: shapes of resources, filters, pages. */
@NullMarked
package io.lockstep.sandbox.microsoft.odata;

import org.jspecify.annotations.NullMarked;
