package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.salesforce.org.access.Grant;
import io.lockstep.sandbox.salesforce.org.store.Rec;

/** What is in an org from the start: itself, its standard profiles, two users. */
final class Beginning {
  static final String ADMIN = "admin@lockstep.example";
  static final String INTEGRATION = "integration@lockstep.example";
  static final String INTEGRATION_PROFILE = "Minimum Access - API Only Integrations";

  private final OrgState org;

  Beginning(OrgState org) {
    this.org = org;
  }

  void make(String name, boolean sandbox) {
    Directory directory = org.directory;
    directory.save(
        "Organization",
        Directory.values(
            "Name",
            name,
            "IsSandbox",
            sandbox,
            "InstanceName",
            sandbox ? "CS99" : "NA99",
            "OrganizationType",
            "Enterprise Edition",
            "TimeZoneSidKey",
            "America/Los_Angeles",
            "LanguageLocaleKey",
            "en_US",
            "DefaultLocaleSidKey",
            "en_US",
            "NamespacePrefix",
            null));
    String admins = directory.addProfile("System Administrator", Grant.administrator());
    directory.addProfile("Standard User", Grant.standardUser("Standard User"));
    String integrations =
        directory.addProfile(INTEGRATION_PROFILE, Grant.minimumAccess(INTEGRATION_PROFILE));
    directory.addPermissionSets(org.pkg.permissionSets());
    Rec admin =
        directory.save("User", Setup.user(ADMIN, "Ada", "Admin", admins, null, "America/New_York"));
    directory.systemUserId = admin.id();
    Rec integration =
        directory.save(
            "User", Setup.user(INTEGRATION, "Integration", "User", integrations, null, "UTC"));
    // Events have no "view all" of their own, so whoever reads the feeds needs View All Data.
    directory.addPermissionSet(
        "Integration_View_All_Data",
        "Integration: View All Data",
        Grant.empty("Integration_View_All_Data").system("ViewAllData", true),
        false);
    directory.assign(integration.id(), "Integration_View_All_Data");
    if (directory.hasPermissionSet("Lockstep_Integration")) {
      directory.assign(integration.id(), "Lockstep_Integration");
    }
  }
}
