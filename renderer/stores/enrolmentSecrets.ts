import { defineStore } from 'pinia'
import { useEnrolmentStore } from './enrolment'

/** Passes the key and the recovery code of an enrolment to the one component that shows them. They are kept nowhere. */
export const useEnrolmentSecretsStore = defineStore('enrolmentSecrets', () => {
  const { ask } = useEnrolmentStore()

  return {
    readKey: () => window.bridge.enrolment.readKey(),
    copyKey: () => window.bridge.enrolment.copyKey(),
    copyLink: () => window.bridge.enrolment.copyLink(),
    openAuthenticator: () => ask(window.bridge.enrolment.openAuthenticator()),
    readRecoveryCode: () => window.bridge.enrolment.readRecoveryCode(),
    copyRecoveryCode: () => window.bridge.enrolment.copyRecoveryCode(),
    saveRecoveryCode: () => ask(window.bridge.enrolment.saveRecoveryCode()),
    keepRecoveryCode: (lastFour: string) => ask(window.bridge.enrolment.keepRecoveryCode({ lastFour })),
    /** Calls the listener when secrets must leave the screen. Returns the function that removes the listener. */
    onConceal: (listener: () => void) => window.bridge.enrolment.onConceal(listener)
  }
})
