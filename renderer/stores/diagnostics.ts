import { defineStore } from 'pinia'
import { toRaw } from 'vue'
import type { Failure } from '../../contract/result'

/** Copies diagnostics for a helper. Main writes them, because it knows what they must not contain. */
export const useDiagnosticsStore = defineStore('diagnostics', () => ({
  copy: () => window.bridge.diagnostics.copy(),
  // The bridge clones its input, and a proxy of Vue cannot be cloned.
  copyFailure: (failure: Failure) => window.bridge.diagnostics.copyFailure(toRaw(failure))
}))
