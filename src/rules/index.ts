import { addColumnCheckScans } from "./add-column-check-scans.js";
import { addColumnConstrainedDomain } from "./add-column-constrained-domain.js";
import { addColumnNotNullWithoutDefault } from "./add-column-not-null-without-default.js";
import { addColumnSerialOrIdentity } from "./add-column-serial-or-identity.js";
import { addColumnStoredGenerated } from "./add-column-stored-generated.js";
import { addColumnUniqueBuildsIndex } from "./add-column-unique-builds-index.js";
import { addColumnUniqueSameValue } from "./add-column-unique-same-value.js";
import { addColumnVolatileDefault } from "./add-column-volatile-default.js";
import { alterDomainScans } from "./alter-domain-scans.js";
import { attachPartitionScans } from "./attach-partition-scans.js";
import { autovacuumDisabled } from "./autovacuum-disabled.js";
import { backfillIncomplete } from "./backfill-incomplete.js";
import { banChar } from "./ban-char.js";
import { banFloatForAmounts } from "./ban-float-for-amounts.js";
import { banMoney } from "./ban-money.js";
import { banTimetz } from "./ban-timetz.js";
import { changeAttribute } from "./change-attribute.js";
import { changeDoesNothing } from "./change-does-nothing.js";
import { checkConstraintScans } from "./check-constraint-scans.js";
import { checksumWrong } from "./checksum-wrong.js";
import { clusterRewrites } from "./cluster-rewrites.js";
import { columnNamedTwice } from "./column-named-twice.js";
import { columnUnfit } from "./column-unfit.js";
import { concurrentIndexHiddenByIfNotExists } from "./concurrent-index-hidden-by-if-not-exists.js";
import { concurrentlyInTransaction } from "./concurrently-in-transaction.js";
import { conflictsWithOpenChange } from "./conflicts-with-open-change.js";
import { constantRefused } from "./constant-refused.js";
import { contractBeforeReady } from "./contract-before-ready.js";
import { copyFromStdinUnsupported } from "./copy-from-stdin-unsupported.js";
import { copyProgram } from "./copy-program.js";
import { crashLeavesInvalidIndex } from "./crash-leaves-invalid-index.js";
import { createIndexBlocksWrites } from "./create-index-blocks-writes.js";
import { createIndexOnPartitionedTable } from "./create-index-on-partitioned-table.js";
import { createRuleUsed } from "./create-rule-used.js";
import { createTableReplaces } from "./create-table-replaces.js";
import { createTriggerBlocksWrites } from "./create-trigger-blocks-writes.js";
import { defaultDroppedAfterAdd } from "./default-dropped-after-add.js";
import { defaultLeavesOldRows } from "./default-leaves-old-rows.js";
import { deleteAllRows } from "./delete-all-rows.js";
import { deleteInBulk } from "./delete-in-bulk.js";
import { deleteRefused } from "./delete-refused.js";
import { detachPartitionBlocks } from "./detach-partition-blocks.js";
import { domainWithConstraint } from "./domain-with-constraint.js";
import { downMissing } from "./down-missing.js";
import { dropCascade } from "./drop-cascade.js";
import { dropColumn } from "./drop-column.js";
import { dropConstraint } from "./drop-constraint.js";
import { dropDatabase } from "./drop-database.js";
import { dropDefaultOfRequiredColumn } from "./drop-default-of-required-column.js";
import { dropExtension } from "./drop-extension.js";
import { dropFunction } from "./drop-function.js";
import { dropIndexBlocksReads } from "./drop-index-blocks-reads.js";
import { dropIndexConcurrentlyMany } from "./drop-index-concurrently-many.js";
import { dropMaterializedView } from "./drop-materialized-view.js";
import { dropNotNull } from "./drop-not-null.js";
import { dropOwned } from "./drop-owned.js";
import { dropRefused } from "./drop-refused.js";
import { dropSchema } from "./drop-schema.js";
import { dropSequence } from "./drop-sequence.js";
import { dropTable } from "./drop-table.js";
import { dropTrigger } from "./drop-trigger.js";
import { dropType } from "./drop-type.js";
import { dropView } from "./drop-view.js";
import { droppedWhileInUse } from "./dropped-while-in-use.js";
import { duplicateIndex } from "./duplicate-index.js";
import { emptyMigration } from "./empty-migration.js";
import { endsOtherSessions } from "./ends-other-sessions.js";
import { enumCreated } from "./enum-created.js";
import { enumLacksOldValues } from "./enum-lacks-old-values.js";
import { enumValueUsedInSameTransaction } from "./enum-value-used-in-same-transaction.js";
import { exclusionConstraintBuildsIndex } from "./exclusion-constraint-builds-index.js";
import { expiredAllow } from "./expired-allow.js";
import { explicitLockTable } from "./explicit-lock-table.js";
import { expressionNotImmutable } from "./expression-not-immutable.js";
import { failsOnAwkwardRows } from "./fails-on-awkward-rows.js";
import { foreignKeyAcrossSchemas } from "./foreign-key-across-schemas.js";
import { foreignKeyCascades } from "./foreign-key-cascades.js";
import { foreignKeyLocksParent } from "./foreign-key-locks-parent.js";
import { foreignKeyRefused } from "./foreign-key-refused.js";
import { foreignKeyScans } from "./foreign-key-scans.js";
import { foreignKeyTypeDiffers } from "./foreign-key-type-differs.js";
import { foreignKeyWithoutIndex } from "./foreign-key-without-index.js";
import { foreignKeysLockSeveralTables } from "./foreign-keys-lock-several-tables.js";
import { functionNeedsNewerPostgres } from "./function-needs-newer-postgres.js";
import { functionVolatilityChanged } from "./function-volatility-changed.js";
import { generatedRefusesValue } from "./generated-refuses-value.js";
import { grantToPublic } from "./grant-to-public.js";
import { identifierTooLong } from "./identifier-too-long.js";
import { identityRefusesValues } from "./identity-refuses-values.js";
import { indexColumnTwice } from "./index-column-twice.js";
import { indexDroppedInSameChange } from "./index-dropped-in-same-change.js";
import { insertBreaksConstraint } from "./insert-breaks-constraint.js";
import { insertExplicitIds } from "./insert-explicit-ids.js";
import { insertRefused } from "./insert-refused.js";
import { insertWithoutColumns } from "./insert-without-columns.js";
import { invalidIndexLeft } from "./invalid-index-left.js";
import { irreversibleDeclared } from "./irreversible-declared.js";
import { keyMadeDeferrable } from "./key-made-deferrable.js";
import { knownRowsBreakConstraint } from "./known-rows-break-constraint.js";
import { lockThenWork } from "./lock-then-work.js";
import { lockTimeoutDisabled } from "./lock-timeout-disabled.js";
import { lockTimeoutSetTooLate } from "./lock-timeout-set-too-late.js";
import { lockTimeoutTooLong } from "./lock-timeout-too-long.js";
import { malformedDirective } from "./malformed-directive.js";
import { materializedViewFilledAtOnce } from "./materialized-view-filled-at-once.js";
import { mergeInBulk } from "./merge-in-bulk.js";
import { missingLockTimeout } from "./missing-lock-timeout.js";
import { missingStatementTimeout } from "./missing-statement-timeout.js";
import { nameIsReserved } from "./name-is-reserved.js";
import { nameNotSnakeCase } from "./name-not-snake-case.js";
import { nameStillInCode } from "./name-still-in-code.js";
import { needsLaterFile } from "./needs-later-file.js";
import { needsNewerPostgres } from "./needs-newer-postgres.js";
import { notEnforcedConstraint } from "./not-enforced-constraint.js";
import { notNullBreaksInserts } from "./not-null-breaks-inserts.js";
import { notRerunnable } from "./not-rerunnable.js";
import { notValidNeverValidated } from "./not-valid-never-validated.js";
import { notValidThenValidateInOneTransaction } from "./not-valid-then-validate-in-one-transaction.js";
import { nullableBoolean } from "./nullable-boolean.js";
import { objectAlreadyExists } from "./object-already-exists.js";
import { objectDoesNotExist } from "./object-does-not-exist.js";
import { objectUnfit } from "./object-unfit.js";
import { offsetLoopSkipsRows } from "./offset-loop-skips-rows.js";
import { oldQueryBreaks } from "./old-query-breaks.js";
import { oldRoutineBreaks } from "./old-routine-breaks.js";
import { opaqueDynamicSql } from "./opaque-dynamic-sql.js";
import { overloadAmbiguous } from "./overload-ambiguous.js";
import { partitionBoundRefused } from "./partition-bound-refused.js";
import { partitionedTableRefuses } from "./partitioned-table-refuses.js";
import { pendingTriggerEvents } from "./pending-trigger-events.js";
import { phasesOutOfOrder } from "./phases-out-of-order.js";
import { policyFailsQueries } from "./policy-fails-queries.js";
import { polymorphicForeignKey } from "./polymorphic-foreign-key.js";
import { polymorphicPairUnguarded } from "./polymorphic-pair-unguarded.js";
import { preferBigintKeys } from "./prefer-bigint-keys.js";
import { preferIdentity } from "./prefer-identity.js";
import { preferJsonb } from "./prefer-jsonb.js";
import { preferText } from "./prefer-text.js";
import { preferTimestamptz } from "./prefer-timestamptz.js";
import { primaryKeyBuildsIndex } from "./primary-key-builds-index.js";
import { primaryKeyScansNullable } from "./primary-key-scans-nullable.js";
import { privilegesMixedIn } from "./privileges-mixed-in.js";
import { promiseBroken } from "./promise-broken.js";
import { promiseUntested } from "./promise-untested.js";
import { psqlCommandUnsupported } from "./psql-command-unsupported.js";
import { publishedWithoutIdentity } from "./published-without-identity.js";
import { refreshConcurrentlyNeedsUniqueIndex } from "./refresh-concurrently-needs-unique-index.js";
import { refreshMaterializedViewBlocks } from "./refresh-materialized-view-blocks.js";
import { refreshWithNoData } from "./refresh-with-no-data.js";
import { reindexBlocks } from "./reindex-blocks.js";
import { renameAttribute } from "./rename-attribute.js";
import { renameColumn } from "./rename-column.js";
import { renameEnumValue } from "./rename-enum-value.js";
import { renameObject } from "./rename-object.js";
import { renameSchema } from "./rename-schema.js";
import { renameTable } from "./rename-table.js";
import { replaceFunctionRefused } from "./replace-function-refused.js";
import { replaceViewRefused } from "./replace-view-refused.js";
import { replacedWithoutRights } from "./replaced-without-rights.js";
import { replicaIdentityMissing } from "./replica-identity-missing.js";
import { revokeBreaksUsers } from "./revoke-breaks-users.js";
import { rewrittenAfterIndexBuild } from "./rewritten-after-index-build.js";
import { roleLacksRights } from "./role-lacks-rights.js";
import { rollbackCascadeTooWide } from "./rollback-cascade-too-wide.js";
import { rollbackDrift } from "./rollback-drift.js";
import { rollbackFails } from "./rollback-fails.js";
import { rollbackLosesData } from "./rollback-loses-data.js";
import { routineLosesItsPath } from "./routine-loses-its-path.js";
import { routineRunsAsCaller } from "./routine-runs-as-caller.js";
import { rowSecurityDisabled } from "./row-security-disabled.js";
import { rowSecurityWithoutPolicy } from "./row-security-without-policy.js";
import { rowsDecideSchema } from "./rows-decide-schema.js";
import { rowsOutsidePartition } from "./rows-outside-partition.js";
import type { Rule } from "./rule.js";
import { ruleSwallowsWrites } from "./rule-swallows-writes.js";
import { schemaDrift } from "./schema-drift.js";
import { searchPathChanged } from "./search-path-changed.js";
import { secondPrimaryKey } from "./second-primary-key.js";
import { securityDefinerSearchPath } from "./security-definer-search-path.js";
import { selectLocksEveryRow } from "./select-locks-every-row.js";
import { sequenceLacksRights } from "./sequence-lacks-rights.js";
import { sequenceMovedBack } from "./sequence-moved-back.js";
import { serverWarning } from "./server-warning.js";
import { setAccessMethodRewrites } from "./set-access-method-rewrites.js";
import { setExpressionRewrites } from "./set-expression-rewrites.js";
import { setLocalOutsideTransaction } from "./set-local-outside-transaction.js";
import { setLoggedRewrites } from "./set-logged-rewrites.js";
import { setNotNullOnEmptyColumn } from "./set-not-null-on-empty-column.js";
import { setNotNullScans } from "./set-not-null-scans.js";
import { setSchemaMoves } from "./set-schema-moves.js";
import { setTablespaceCopies } from "./set-tablespace-copies.js";
import { settledDeleted } from "./settled-deleted.js";
import { settledEdited } from "./settled-edited.js";
import { skippedExisting } from "./skipped-existing.js";
import { statementFails } from "./statement-fails.js";
import { statementTimeoutDisabled } from "./statement-timeout-disabled.js";
import { statementTimeoutTooLong } from "./statement-timeout-too-long.js";
import { superuserOnly } from "./superuser-only.js";
import { syntaxError } from "./syntax-error.js";
import { tableInheritance } from "./table-inheritance.js";
import { tableLockedBySeveralFiles } from "./table-locked-by-several-files.js";
import { tableNameUnlikeOthers } from "./table-name-unlike-others.js";
import { tableNotQualified } from "./table-not-qualified.js";
import { tableWithoutComment } from "./table-without-comment.js";
import { tableWithoutPrimaryKey } from "./table-without-primary-key.js";
import { tableWithoutTimestamps } from "./table-without-timestamps.js";
import { timestampPrecisionRounds } from "./timestamp-precision-rounds.js";
import { totalsDisagree } from "./totals-disagree.js";
import { transactionInsideToolTransaction } from "./transaction-inside-tool-transaction.js";
import { transactionLeftOpen } from "./transaction-left-open.js";
import { triggerLacksRights } from "./trigger-lacks-rights.js";
import { triggerLeftDisabled } from "./trigger-left-disabled.js";
import { triggerNamesMissingColumn } from "./trigger-names-missing-column.js";
import { triggerOverwritesBackfill } from "./trigger-overwrites-backfill.js";
import { triggerRejectsWrites } from "./trigger-rejects-writes.js";
import { truncate } from "./truncate.js";
import { truncateCascade } from "./truncate-cascade.js";
import { truncateInWayBack } from "./truncate-in-way-back.js";
import { truncateRefused } from "./truncate-refused.js";
import { typeChangeDefaultRefused } from "./type-change-default-refused.js";
import { typeChangeDropsStatistics } from "./type-change-drops-statistics.js";
import { typeChangeNarrows } from "./type-change-narrows.js";
import { typeChangeRefused } from "./type-change-refused.js";
import { typeChangeRewrites } from "./type-change-rewrites.js";
import { typeChangeScans } from "./type-change-scans.js";
import { uniqueConstraintBuildsIndex } from "./unique-constraint-builds-index.js";
import { uniqueOverEqualValues } from "./unique-over-equal-values.js";
import { unloggedTable } from "./unlogged-table.js";
import { unnamedConstraint } from "./unnamed-constraint.js";
import { unnamedIndex } from "./unnamed-index.js";
import { unpredictedBlockingWork } from "./unpredicted-blocking-work.js";
import { unpredictedRewrite } from "./unpredicted-rewrite.js";
import { unusedAllow } from "./unused-allow.js";
import { unusedBaseline } from "./unused-baseline.js";
import { upAgainDiffers } from "./up-again-differs.js";
import { updateBreaksConstraint } from "./update-breaks-constraint.js";
import { updateInBulk } from "./update-in-bulk.js";
import { updateWithoutWhere } from "./update-without-where.js";
import { vacuumFullRewrites } from "./vacuum-full-rewrites.js";
import { versionBelowSettled } from "./version-below-settled.js";
import { versionClaimedElsewhere } from "./version-claimed-elsewhere.js";
import { versionUsedTwice } from "./version-used-twice.js";
import { volatileCheck } from "./volatile-check.js";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  addColumnCheckScans,
  addColumnConstrainedDomain,
  addColumnNotNullWithoutDefault,
  addColumnSerialOrIdentity,
  addColumnStoredGenerated,
  addColumnUniqueBuildsIndex,
  addColumnUniqueSameValue,
  addColumnVolatileDefault,
  alterDomainScans,
  attachPartitionScans,
  autovacuumDisabled,
  backfillIncomplete,
  banChar,
  banFloatForAmounts,
  banMoney,
  banTimetz,
  changeAttribute,
  changeDoesNothing,
  checkConstraintScans,
  checksumWrong,
  clusterRewrites,
  columnNamedTwice,
  columnUnfit,
  concurrentIndexHiddenByIfNotExists,
  concurrentlyInTransaction,
  conflictsWithOpenChange,
  constantRefused,
  contractBeforeReady,
  copyFromStdinUnsupported,
  copyProgram,
  crashLeavesInvalidIndex,
  createIndexBlocksWrites,
  createIndexOnPartitionedTable,
  createRuleUsed,
  createTableReplaces,
  createTriggerBlocksWrites,
  defaultDroppedAfterAdd,
  defaultLeavesOldRows,
  deleteAllRows,
  deleteInBulk,
  deleteRefused,
  detachPartitionBlocks,
  domainWithConstraint,
  downMissing,
  dropCascade,
  dropColumn,
  dropConstraint,
  dropDatabase,
  dropDefaultOfRequiredColumn,
  dropExtension,
  dropFunction,
  dropIndexBlocksReads,
  dropIndexConcurrentlyMany,
  dropMaterializedView,
  dropNotNull,
  dropOwned,
  dropRefused,
  dropSchema,
  dropSequence,
  dropTable,
  dropTrigger,
  dropType,
  dropView,
  droppedWhileInUse,
  duplicateIndex,
  emptyMigration,
  endsOtherSessions,
  enumCreated,
  enumLacksOldValues,
  enumValueUsedInSameTransaction,
  exclusionConstraintBuildsIndex,
  expiredAllow,
  explicitLockTable,
  expressionNotImmutable,
  failsOnAwkwardRows,
  foreignKeyAcrossSchemas,
  foreignKeyCascades,
  foreignKeyLocksParent,
  foreignKeyRefused,
  foreignKeyScans,
  foreignKeyTypeDiffers,
  foreignKeyWithoutIndex,
  foreignKeysLockSeveralTables,
  functionNeedsNewerPostgres,
  functionVolatilityChanged,
  generatedRefusesValue,
  grantToPublic,
  identifierTooLong,
  identityRefusesValues,
  indexColumnTwice,
  indexDroppedInSameChange,
  insertBreaksConstraint,
  insertExplicitIds,
  insertRefused,
  insertWithoutColumns,
  invalidIndexLeft,
  irreversibleDeclared,
  keyMadeDeferrable,
  knownRowsBreakConstraint,
  lockThenWork,
  lockTimeoutDisabled,
  lockTimeoutSetTooLate,
  lockTimeoutTooLong,
  malformedDirective,
  materializedViewFilledAtOnce,
  mergeInBulk,
  missingLockTimeout,
  missingStatementTimeout,
  nameIsReserved,
  nameNotSnakeCase,
  nameStillInCode,
  needsLaterFile,
  needsNewerPostgres,
  notEnforcedConstraint,
  notNullBreaksInserts,
  notRerunnable,
  notValidNeverValidated,
  notValidThenValidateInOneTransaction,
  nullableBoolean,
  objectAlreadyExists,
  objectDoesNotExist,
  objectUnfit,
  offsetLoopSkipsRows,
  oldQueryBreaks,
  oldRoutineBreaks,
  opaqueDynamicSql,
  overloadAmbiguous,
  partitionBoundRefused,
  partitionedTableRefuses,
  pendingTriggerEvents,
  phasesOutOfOrder,
  policyFailsQueries,
  polymorphicForeignKey,
  polymorphicPairUnguarded,
  preferBigintKeys,
  preferIdentity,
  preferJsonb,
  preferText,
  preferTimestamptz,
  primaryKeyBuildsIndex,
  primaryKeyScansNullable,
  privilegesMixedIn,
  promiseBroken,
  promiseUntested,
  psqlCommandUnsupported,
  publishedWithoutIdentity,
  refreshConcurrentlyNeedsUniqueIndex,
  refreshMaterializedViewBlocks,
  refreshWithNoData,
  reindexBlocks,
  renameAttribute,
  renameColumn,
  renameEnumValue,
  renameObject,
  renameSchema,
  renameTable,
  replaceFunctionRefused,
  replaceViewRefused,
  replacedWithoutRights,
  replicaIdentityMissing,
  revokeBreaksUsers,
  rewrittenAfterIndexBuild,
  roleLacksRights,
  rollbackCascadeTooWide,
  rollbackDrift,
  rollbackFails,
  rollbackLosesData,
  routineLosesItsPath,
  routineRunsAsCaller,
  rowSecurityDisabled,
  rowSecurityWithoutPolicy,
  rowsDecideSchema,
  rowsOutsidePartition,
  ruleSwallowsWrites,
  schemaDrift,
  searchPathChanged,
  secondPrimaryKey,
  securityDefinerSearchPath,
  selectLocksEveryRow,
  sequenceLacksRights,
  sequenceMovedBack,
  serverWarning,
  setAccessMethodRewrites,
  setExpressionRewrites,
  setLocalOutsideTransaction,
  setLoggedRewrites,
  setNotNullOnEmptyColumn,
  setNotNullScans,
  setSchemaMoves,
  setTablespaceCopies,
  settledDeleted,
  settledEdited,
  skippedExisting,
  statementFails,
  statementTimeoutDisabled,
  statementTimeoutTooLong,
  superuserOnly,
  syntaxError,
  tableInheritance,
  tableLockedBySeveralFiles,
  tableNameUnlikeOthers,
  tableNotQualified,
  tableWithoutComment,
  tableWithoutPrimaryKey,
  tableWithoutTimestamps,
  timestampPrecisionRounds,
  totalsDisagree,
  transactionInsideToolTransaction,
  transactionLeftOpen,
  triggerLacksRights,
  triggerLeftDisabled,
  triggerNamesMissingColumn,
  triggerOverwritesBackfill,
  triggerRejectsWrites,
  truncate,
  truncateCascade,
  truncateInWayBack,
  truncateRefused,
  typeChangeDefaultRefused,
  typeChangeDropsStatistics,
  typeChangeNarrows,
  typeChangeRefused,
  typeChangeRewrites,
  typeChangeScans,
  uniqueConstraintBuildsIndex,
  uniqueOverEqualValues,
  unloggedTable,
  unnamedConstraint,
  unnamedIndex,
  unpredictedBlockingWork,
  unpredictedRewrite,
  unusedAllow,
  unusedBaseline,
  upAgainDiffers,
  updateBreaksConstraint,
  updateInBulk,
  updateWithoutWhere,
  vacuumFullRewrites,
  versionBelowSettled,
  versionClaimedElsewhere,
  versionUsedTwice,
  volatileCheck,
];
