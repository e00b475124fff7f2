import type { Person } from '../../people/people'
import type { Endpoints } from '../../protocol/endpoint'
import { Refusal } from '../../protocol/envelope'

/** List the factors that a person has, and those that the person can add. */
export const factorEndpoints: Endpoints = {
  'GET /api/v3/list-factors-to-enroll': ({ person }) => factorsToEnroll(person),
  'GET /api/v3/list-enrolled-factors': ({ person }) => person.enrolled,
  'GET /api/v3/get-factor': ({ person, query }) => {
    const factorId = query.get('factorId')
    if (factorId === null) throw new Refusal('argument')
    const factor = person.enrolled.find((candidate) => candidate.factorId === factorId)
    if (factor === undefined) throw new Refusal('notFound')
    return factor
  }
}

/** Returns the factors that are switched on for the person and not bound yet. */
function factorsToEnroll({ offered, enrolled }: Person) {
  return offered
    .filter((factorType) => !enrolled.some((factor) => factor.factorType === factorType))
    .map((factorType) => ({ factorType }))
}
