export { contractsFolder, recordedContracts, type RecordedContract } from "@monitoring/collection/recorded";
