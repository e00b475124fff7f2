import { Camera, Mail, MessageSquareText, ScanFace, Smartphone } from '@lucide/vue'
import type { Component } from 'vue'
import type { KnownFactorType } from '../../contract/factors'

interface Facts {
  icon: Component
  needsIcon: Component
}

/** The facts that the window knows about each type of factor besides its words. */
export const factorFacts: Record<KnownFactorType, Facts> = {
  OTP: { icon: Smartphone, needsIcon: Smartphone },
  SMS: { icon: MessageSquareText, needsIcon: Smartphone },
  EMAIL: { icon: Mail, needsIcon: Mail },
  FACE: { icon: ScanFace, needsIcon: Camera }
}

export function isKnownFactor(type: string): type is KnownFactorType {
  return Object.hasOwn(factorFacts, type)
}
