import { join } from 'node:path'
import ts from 'typescript'
import { runNode } from './program'

/**
 * Checks the types of one changed file after another. It reads each project whole once. After that TypeScript checks only
 * the files that the change can affect.
 */
export class TypeChecker {
  readonly #projects = new Map<string, Project>()

  /** `root` is a tree that nobody changes. */
  constructor(private readonly root: string) {}

  /** Resolves with the errors that the tree at `mutated`, in which only `file` was changed to `text`, would have. */
  async errorsOf(mutated: string, file: string, text: string): Promise<string[]> {
    const [folder = ''] = file.split('/')
    const errors: string[] = []
    for (const project of projectsOf(folder)) {
      errors.push(
        ...(project === 'renderer' ? await errorsInRenderer(mutated) : this.#project(project).errors(file, text))
      )
    }
    return errors
  }

  #project(folder: string): Project {
    const project = this.#projects.get(folder) ?? new Project(this.root, folder)
    this.#projects.set(folder, project)
    return project
  }
}

/** Returns the TypeScript projects that a change in this folder could break. Scripts and data have no types. */
function projectsOf(folder: string): string[] {
  if (folder === 'contract') return ['contract', 'main', 'preload', 'renderer']
  if (folder === 'locales') return ['locales', 'main', 'renderer']
  return ['main', 'packaging', 'preload', 'renderer', 'sandbox', 'torture'].filter((project) => project === folder)
}

/** Components need the compiler of vue-tsc, which stores its state in a file. */
async function errorsInRenderer(root: string): Promise<string[]> {
  const args = ['-p', 'renderer/tsconfig.json', '--noEmit', '--incremental', '--tsBuildInfoFile', 'out/renderer.info']
  const { code, output } = await runNode(root, ['node_modules/vue-tsc/bin/vue-tsc.js', ...args])
  return code === 0 ? [] : [output.trim()]
}

class Project {
  readonly #root: string
  readonly #parsed: ts.ParsedCommandLine
  readonly #clean: ts.SemanticDiagnosticsBuilderProgram
  readonly #sources = new Map<string, ts.SourceFile | undefined>()

  constructor(root: string, folder: string) {
    this.#root = root
    const onUnRecoverableConfigFileDiagnostic = (diagnostic: ts.Diagnostic): never => {
      throw new Error(wordsOf(diagnostic))
    }
    const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic }
    const parsed = ts.getParsedCommandLineOfConfigFile(join(root, folder, 'tsconfig.json'), { noEmit: true }, host)
    if (parsed === undefined) throw new Error(`${folder} has no tsconfig.json`)
    this.#parsed = parsed
    this.#clean = this.#program(new Map())
    drain(this.#clean)
  }

  errors(file: string, text: string): string[] {
    const program = this.#program(new Map([[join(this.#root, file), text]]), this.#clean)
    return [...program.getSyntacticDiagnostics(), ...drain(program)].map(wordsOf)
  }

  #program(
    changed: Map<string, string>,
    old?: ts.SemanticDiagnosticsBuilderProgram
  ): ts.SemanticDiagnosticsBuilderProgram {
    const { fileNames, options } = this.#parsed
    const host = ts.createIncrementalCompilerHost(options)
    const read = host.getSourceFile.bind(host)
    host.getSourceFile = (name, language, ...others) => {
      const text = changed.get(name)
      if (text !== undefined) return versioned(ts.createSourceFile(name, text, language, true))
      if (!this.#sources.has(name)) this.#sources.set(name, read(name, language, ...others))
      return this.#sources.get(name)
    }
    return ts.createSemanticDiagnosticsBuilderProgram(fileNames, options, host, old)
  }
}

/** An incremental program compares sources by their versions. */
const versioned = (source: ts.SourceFile): ts.SourceFile => Object.assign(source, { version: `changed ${source.text}` })

/** Returns the errors in the files that changed since the previous program. */
function drain(program: ts.SemanticDiagnosticsBuilderProgram): ts.Diagnostic[] {
  const found: ts.Diagnostic[] = []
  for (;;) {
    const next = program.getSemanticDiagnosticsOfNextAffectedFile()
    if (next === undefined) return found
    found.push(...next.result)
  }
}

function wordsOf({ file, messageText, start = 0 }: ts.Diagnostic): string {
  const words = ts.flattenDiagnosticMessageText(messageText, ' ')
  if (file === undefined) return words
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1} ${words}`
}
