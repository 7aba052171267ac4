/** Scanning of tool definitions for poison (F-54). Part of the room `tool-guard`. */
export { SCAN_RULES } from './rules/index.js'
export { SCAN_SEVERITIES, scanTools } from './scan-tools.js'
export type { ScanFinding, ScanRule, ScanSeverity, ToolScan, ToolScanReport } from './types.js'
