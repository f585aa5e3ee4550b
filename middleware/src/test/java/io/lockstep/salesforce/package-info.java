/** Tests of the Salesforce adapter, over real HTTP. */
@NullMarked
package io.lockstep.salesforce;

import org.jspecify.annotations.NullMarked;
