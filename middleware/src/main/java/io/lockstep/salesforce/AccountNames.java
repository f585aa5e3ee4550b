package io.lockstep.salesforce;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds the account that a company name means, among those the user sees. */
final class AccountNames {
  private static final int NAMES_A_QUERY = 500;

  private final RecordQueries queries;

  AccountNames(RecordQueries queries) {
    this.queries = queries;
  }

  /**
   * Account ids by company name in lower case. A name that none or several accounts have is not in
   * it: a contact's account is left as it is then, never blanked.
   */
  Map<String, String> ids(Collection<String> companies) {
    Map<String, String> found = new HashMap<>();
    Set<String> several = new HashSet<>();
    for (var names : Soql.groups(new HashSet<>(companies), NAMES_A_QUERY)) {
      for (Row row :
          queries.all("SELECT Id, Name FROM Account WHERE Name IN " + Soql.in(names), false)) {
        String name = key(KeptText.clean(row.text("Name")));
        if (found.putIfAbsent(name, row.id()) != null) {
          several.add(name);
        }
      }
    }
    found.keySet().removeAll(several);
    return Map.copyOf(found);
  }

  static String key(String company) {
    return company.toLowerCase(Locale.ROOT);
  }
}
