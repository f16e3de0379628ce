import { copyProgram } from "./copy-program.js";
import { defaultDroppedAfterAdd } from "./default-dropped-after-add.js";
import { deleteAllRows } from "./delete-all-rows.js";
import { downMissing } from "./down-missing.js";
import { dropCascade } from "./drop-cascade.js";
import { dropColumn } from "./drop-column.js";
import { dropConstraint } from "./drop-constraint.js";
import { dropDatabase } from "./drop-database.js";
import { dropFunction } from "./drop-function.js";
import { dropNotNull } from "./drop-not-null.js";
import { dropSchema } from "./drop-schema.js";
import { dropTable } from "./drop-table.js";
import { dropType } from "./drop-type.js";
import { dropView } from "./drop-view.js";
import { emptyMigration } from "./empty-migration.js";
import { grantToPublic } from "./grant-to-public.js";
import { invalidIndexLeft } from "./invalid-index-left.js";
import { irreversibleDeclared } from "./irreversible-declared.js";
import { malformedDirective } from "./malformed-directive.js";
import { needsNewerPostgres } from "./needs-newer-postgres.js";
import { opaqueDynamicSql } from "./opaque-dynamic-sql.js";
import { polymorphicForeignKey } from "./polymorphic-foreign-key.js";
import { renameColumn } from "./rename-column.js";
import { renameEnumValue } from "./rename-enum-value.js";
import { renameSchema } from "./rename-schema.js";
import { renameTable } from "./rename-table.js";
import { rollbackDrift } from "./rollback-drift.js";
import { rollbackFails } from "./rollback-fails.js";
import { rollbackLosesData } from "./rollback-loses-data.js";
import { rowSecurityWithoutPolicy } from "./row-security-without-policy.js";
import type { Rule } from "./rule.js";
import { securityDefinerSearchPath } from "./security-definer-search-path.js";
import { settledDeleted } from "./settled-deleted.js";
import { settledEdited } from "./settled-edited.js";
import { statementFails } from "./statement-fails.js";
import { syntaxError } from "./syntax-error.js";
import { truncate } from "./truncate.js";
import { upAgainDiffers } from "./up-again-differs.js";
import { updateInBulk } from "./update-in-bulk.js";
import { updateWithoutWhere } from "./update-without-where.js";
import { versionBelowSettled } from "./version-below-settled.js";
import { versionUsedTwice } from "./version-used-twice.js";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  copyProgram,
  defaultDroppedAfterAdd,
  deleteAllRows,
  downMissing,
  dropCascade,
  dropColumn,
  dropConstraint,
  dropDatabase,
  dropFunction,
  dropNotNull,
  dropSchema,
  dropTable,
  dropType,
  dropView,
  emptyMigration,
  grantToPublic,
  invalidIndexLeft,
  irreversibleDeclared,
  malformedDirective,
  needsNewerPostgres,
  opaqueDynamicSql,
  polymorphicForeignKey,
  renameColumn,
  renameEnumValue,
  renameSchema,
  renameTable,
  rollbackDrift,
  rollbackFails,
  rollbackLosesData,
  rowSecurityWithoutPolicy,
  securityDefinerSearchPath,
  settledDeleted,
  settledEdited,
  statementFails,
  syntaxError,
  truncate,
  upAgainDiffers,
  updateInBulk,
  updateWithoutWhere,
  versionBelowSettled,
  versionUsedTwice,
];
