import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { workerData } from 'node:worker_threads'
import { openDatabase } from './sqlite-database.ts'
import { type SearchRequest, type SearchResults, type SqliteThreadData, toFailure } from './sqlite-message.ts'
import { serve } from './sqlite-port.ts'
import { SqliteTexts } from './sqlite-texts.ts'

type Answer = SearchResults[SearchRequest['kind']]

// The body of the searching thread. It writes to its own database alone: whoever edits waits for no search, and whoever
// opens a document for no text that is being indexed. A database that is damaged is made anew: the texts are read again.
serve<SearchRequest, Answer>(() => {
  const { file } = workerData as SqliteThreadData
  const documents = `${pathToFileURL(file).href}?mode=ro`
  const textsFile = join(dirname(file), 'search.sqlite')
  let texts = openTexts(textsFile, documents)
  return {
    answer(request) {
      try {
        return { result: answer(texts, request) }
      } catch (error) {
        if (toFailure(error).code === 'CORRUPT') {
          texts.close()
          texts = makeAnew(textsFile, documents)
        }
        throw error
      }
    },
    close: () => texts.close(),
  }
})

function answer(texts: SqliteTexts, request: SearchRequest): Answer {
  switch (request.kind) {
    case 'index':
      return texts.index(request.id, request.text)
    case 'unindexed':
      return texts.unindexed(request.after, request.limit)
    case 'search':
      return texts.search(request.query, request)
    case 'sweep':
      return texts.sweep()
    default:
      request satisfies never
      throw new Error('unknown search')
  }
}

function openTexts(file: string, documents: string): SqliteTexts {
  try {
    return new SqliteTexts(openDatabase(file), { documents })
  } catch (error) {
    if (toFailure(error).code !== 'CORRUPT') throw error
    return makeAnew(file, documents)
  }
}

function makeAnew(file: string, documents: string): SqliteTexts {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true })
  return new SqliteTexts(openDatabase(file), { documents })
}
