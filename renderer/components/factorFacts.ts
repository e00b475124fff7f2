import { Camera, Mail, MessageSquareText, ScanFace, Smartphone } from '@lucide/vue'
import type { Component } from 'vue'
import type { KnownFactorType } from '../../contract/factors'

interface Facts {
  icon: Component
  /** How long adding it takes. */
  minutes: number
  needsIcon: Component
}

/** What the window knows of each factor besides its words. */
export const factorFacts: Record<KnownFactorType, Facts> = {
  OTP: { icon: Smartphone, minutes: 2, needsIcon: Smartphone },
  SMS: { icon: MessageSquareText, minutes: 1, needsIcon: Smartphone },
  EMAIL: { icon: Mail, minutes: 1, needsIcon: Mail },
  FACE: { icon: ScanFace, minutes: 1, needsIcon: Camera }
}

export function isKnownFactor(type: string): type is KnownFactorType {
  return Object.hasOwn(factorFacts, type)
}
