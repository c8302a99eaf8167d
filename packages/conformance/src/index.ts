export type { ConformanceChecker } from '@specward/core'
