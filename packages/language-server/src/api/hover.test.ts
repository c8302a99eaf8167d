import { afterEach, describe, expect, it } from 'vitest'
import { Asked } from './asked.test-kit.ts'

let asked: Asked | undefined
afterEach(() => asked?.stop())
