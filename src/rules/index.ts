import { copyProgram } from "./copy-program.js";
import { defaultDroppedAfterAdd } from "./default-dropped-after-add.js";
import { deleteAllRows } from "./delete-all-rows.js";
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
import { grantToPublic } from "./grant-to-public.js";
import { polymorphicForeignKey } from "./polymorphic-foreign-key.js";
import { renameColumn } from "./rename-column.js";
import { renameEnumValue } from "./rename-enum-value.js";
import { renameSchema } from "./rename-schema.js";
import { renameTable } from "./rename-table.js";
import { rowSecurityWithoutPolicy } from "./row-security-without-policy.js";
import type { Rule } from "./rule.js";
import { securityDefinerSearchPath } from "./security-definer-search-path.js";
import { truncate } from "./truncate.js";
import { updateInBulk } from "./update-in-bulk.js";
import { updateWithoutWhere } from "./update-without-where.js";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  copyProgram,
  defaultDroppedAfterAdd,
  deleteAllRows,
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
  grantToPublic,
  polymorphicForeignKey,
  renameColumn,
  renameEnumValue,
  renameSchema,
  renameTable,
  rowSecurityWithoutPolicy,
  securityDefinerSearchPath,
  truncate,
  updateInBulk,
  updateWithoutWhere,
];
