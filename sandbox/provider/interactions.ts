import type { Context, Middleware } from 'koa'
import { errors, type Provider } from 'oidc-provider'
import { z } from 'zod'
import { consentPage, messagePage, sendPage, signInPage } from '../pages/pages'
import type { Granted } from '../api/devices/devices'
import type { Person } from '../people/people'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

const interactionPath = /^\/interaction\/oidc\/[\w-]+/
const credentials = z.object({ account: z.string().max(320), password: z.string().max(200) })
const request = z.object({ client_id: z.string(), scope: z.string(), deviceId: z.string().max(256).optional() })

/** Says in the words of the consent page what each scope lets the app do. */
const scopeWords: Record<string, string> = {
  openid: 'Know which account is yours, and manage its second factors',
  profile: 'See your name',
  email: 'See your email address',
  phone: 'See your phone number',
  offline_access: 'Stay signed in until you sign out'
}

interface Hearing {
  /** Hears of each password that was entered for a known account. */
  onTried: (person: Person, success: boolean, userAgent: string) => void
  /** Hears of each sign-in that a person has allowed. */
  onGranted: (person: Person, granted: Granted) => void
}

/**
 * Returns the sign-in and consent pages to which the provider sends the browser, and the forms on them.
 */
export function interactions(
  provider: Provider,
  people: [Person, ...Person[]],
  organisation: string,
  { onTried, onGranted }: Hearing
): Middleware {
  return async (ctx, next) => {
    const path = interactionPath.exec(ctx.path)?.[0]
    if (path === undefined) {
      await next()
      return
    }

    try {
      const interaction = await provider.interactionDetails(ctx.req, ctx.res)
      switch (`${ctx.method} ${ctx.path.slice(path.length)}`) {
        case 'GET ':
          show(ctx, path, interaction)
          break
        case 'POST /login':
          await signIn(ctx, path, interaction)
          break
        case 'POST /confirm':
          await finish(ctx, { consent: { grantId: await grant(ctx, interaction) } })
          break
        case 'POST /abort':
          await finish(ctx, { error: 'access_denied', error_description: 'The person said no.' })
          break
        default:
          await next()
      }
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error
      sendPage(ctx, messagePage('This sign-in has ended', 'Go back to the app and start again.'), 400)
    }
  }

  function show(ctx: Context, path: string, { prompt, session, params }: Interaction): void {
    const signedIn = people.find(({ userId }) => userId === session?.accountId)
    if (prompt.name === 'consent' && signedIn !== undefined) {
      const requests = request
        .parse(params)
        .scope.split(' ')
        .flatMap((scope) => scopeWords[scope] ?? [])
      sendPage(ctx, consentPage({ path, organisation, app: 'Holdfast', person: signedIn, requests }))
      return
    }
    const wanted = ctx.URL.searchParams.get('account') ?? params['login_hint']
    const { account, password } = people.find((person) => person.account === wanted) ?? people[0]
    sendPage(ctx, signInPage({ path, organisation, people, account, password }))
  }

  async function signIn(ctx: Context, path: string, interaction: Interaction): Promise<void> {
    const given = credentials.safeParse(await readForm(ctx)).data ?? { account: '', password: '' }
    const account = given.account.trim().toLowerCase()
    const person = people.find((candidate) => candidate.account === account)
    if (person) onTried(person, person.password === given.password, ctx.get('user-agent'))
    if (person?.password !== given.password) {
      const page = signInPage({ path, organisation, people, account: given.account, password: '', refused: true })
      sendPage(ctx, page, 401)
      return
    }
    if (interaction.session !== undefined && interaction.session.accountId !== person.userId) {
      await endBrowserSession(provider, interaction, interaction.session.cookie)
    }
    await finish(ctx, { login: { accountId: person.userId } })
  }

  /** Creates a separate grant for every consent, so that revoking one sign-in leaves the others alone. */
  async function grant(ctx: Context, { session, params }: Interaction): Promise<string> {
    if (session === undefined) throw new errors.SessionNotFound('nobody is signed in')
    const { client_id, scope, deviceId } = request.parse(params)
    const grant = new provider.Grant({ accountId: session.accountId, clientId: client_id })
    grant.addOIDCScope(scope)
    const grantId = await grant.save()
    const person = people.find(({ userId }) => userId === session.accountId)
    if (person) onGranted(person, { grantId, userAgent: ctx.get('user-agent'), deviceId })
    return grantId
  }

  async function finish(ctx: Context, result: Parameters<Provider['interactionResult']>[2]): Promise<void> {
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result))
    ctx.status = 303
  }
}

/** Ends the old session when someone else signs in. The provider's own page for that needs JavaScript. */
async function endBrowserSession(provider: Provider, interaction: Interaction, sessionId: string): Promise<void> {
  await (await provider.Session.find(sessionId))?.destroy()
  interaction.session = undefined
  await interaction.persist()
}

async function readForm(ctx: Context): Promise<unknown> {
  let text = ''
  for await (const chunk of ctx.req.setEncoding('utf8')) {
    text += String(chunk)
    if (text.length > 8192) ctx.throw(413)
  }
  return Object.fromEntries(new URLSearchParams(text))
}
