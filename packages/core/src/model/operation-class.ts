/** What an operation is for, as far as method, path, operationId, tags and summary tell. */
export type OperationClass =
  | 'login'
  | 'token'
  | 'reset'
  | 'register'
  | 'verify'
  | 'logout'
  | 'admin'
  | 'health'
  | 'metadata'
  | 'upload'
  | 'fetch'
