import { row, type SecretFormat } from './format.ts'
import { hasChecksum } from './proofs.ts'

/** Where code lives, is built and is published, and models that are asked. By the providers' own documents, and by what they have registered for secret scanning. */
export const CODE_FORMATS: readonly SecretFormat[] = [
  row(
    'github-token',
    'GitHub token',
    'gh[pousr]_[A-Za-z0-9]{9}',
    'gh[pousr]_(?<random>[A-Za-z0-9]{36,76})',
    hasChecksum,
  ),
  row(
    'github-fine-grained-token',
    'GitHub token',
    'github_pat_',
    'github_pat_(?<random>[A-Za-z0-9]{22}_[A-Za-z0-9]{59})',
  ),
  row(
    'gitlab-token',
    'GitLab token',
    'gl(?:pa|dt|rt|pt|cb|ag|ft|ff|so|imt|oas)[a-z]{0,4}-',
    'gl(?:pat|dt|rt|ptt|cbt|agent|ft|ffct|soat|imt|oas)-(?<random>[A-Za-z0-9_-]{20,300}(?:\\.[a-z0-9]{2}\\.[a-z0-9]{7,9})?)',
  ),
  row('npm-token', 'npm token', 'npm_[A-Za-z0-9]{36}', 'npm_(?<random>[A-Za-z0-9]{36})', hasChecksum),
  // the first bytes are a macaroon's that names the index
  row(
    'pypi-token',
    'PyPI token',
    'pypi-AgE',
    'pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)(?<random>[A-Za-z0-9_-]{50,250})',
  ),
  row('rubygems-key', 'RubyGems API key', 'rubygems_', 'rubygems_(?<random>[a-f0-9]{48})'),
  row('docker-token', 'Docker Hub token', 'dckr_[po]at_', 'dckr_[po]at_(?<random>[A-Za-z0-9_-]{27,32})'),
  row(
    'terraform-token',
    'Terraform Cloud token',
    '\\.atlasv1\\.',
    '[A-Za-z0-9]{14}\\.atlasv1\\.(?<random>[A-Za-z0-9_-]{60,70})',
  ),
  row(
    'doppler-token',
    'Doppler token',
    'dp\\.[a-z]{2,5}\\.',
    'dp\\.(?:pt|st|ct|sa|scim|audit)\\.(?:[a-z0-9_-]+\\.)?(?<random>[A-Za-z0-9]{40,44})',
  ),
  row(
    'vault-token',
    'HashiCorp Vault token',
    'hv[sbr]\\.[A-Za-z0-9_-]{9}',
    'hv[sbr]\\.(?<random>[A-Za-z0-9_-]{24,300})',
  ),
  row('atlassian-token', 'Atlassian API token', 'AT[AC]TT3', 'AT[AC]TT3(?<random>[A-Za-z0-9_=-]{150,250})'),
  row('postman-key', 'Postman API key', 'PMAK-', 'PMAK-(?<random>[a-f0-9]{24}-[a-f0-9]{34})'),
  row('linear-key', 'Linear API key', 'lin_api_', 'lin_api_(?<random>[A-Za-z0-9]{40})'),
  row(
    'hugging-face-token',
    'Hugging Face token',
    '(?:hf|api_org)_[A-Za-z]{9}',
    '(?:hf|api_org)_(?<random>[A-Za-z]{34})',
    (match) => /[a-z][A-Z]/.test(match),
  ),
  // in the middle of every key stands `OpenAI` in base 64
  row(
    'openai-key',
    'OpenAI API key',
    'T3BlbkFJ',
    'sk-(?:[a-z]+-)?(?<random>[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100})',
  ),
  row(
    'anthropic-key',
    'Anthropic API key',
    'sk-ant-',
    'sk-ant-[a-z]+\\d\\d-(?<random>[A-Za-z0-9_-]{80,120})',
  ),
  row('gitlab-runner-token', 'GitLab runner token', 'GR1348941', 'GR1348941(?<random>[A-Za-z0-9_-]{20})'),
  row('bitbucket-password', 'Bitbucket app password', 'ATBB[A-Za-z0-9]{9}', 'ATBB(?<random>[A-Za-z0-9]{32})'),
  // tokens of before 2021, as they stand in `.npmrc`
  row(
    'npmrc-token',
    'npm token',
    '_authToken=',
    '_authToken=(?<random>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})',
  ),
  row('nuget-key', 'NuGet API key', 'oy2[a-z0-9]{43}', 'oy2(?<random>[a-z0-9]{43})'),
  row('crates-token', 'crates.io token', 'cio[A-Za-z0-9]{32}', 'cio(?<random>[A-Za-z0-9]{32})', (match) =>
    /[0-9]/.test(match),
  ),
  row('clojars-token', 'Clojars token', 'CLOJARS_', 'CLOJARS_(?<random>[a-z0-9]{60})'),
  row('artifactory-key', 'Artifactory API key', 'AKCp[A-Za-z0-9]{69}', 'AKCp(?<random>[A-Za-z0-9]{69})'),
  row(
    'circleci-token',
    'CircleCI token',
    'CCIP(?:AT|RJ)_',
    'CCIP(?:AT|RJ)_(?<random>[A-Za-z0-9]{22}_[a-f0-9]{40})',
  ),
  row('buildkite-token', 'Buildkite token', 'bkua_', 'bkua_(?<random>[a-f0-9]{40})'),
  row('sonar-token', 'SonarQube token', 'sq[apu]_[a-f0-9]{9}', 'sq[apu]_(?<random>[a-f0-9]{40})'),
  row(
    'sentry-token',
    'Sentry token',
    'sntry[su]_',
    'sntry(?:u_(?<random>[a-f0-9]{64})|s_eyJ[A-Za-z0-9+/=_-]{100,400})',
  ),
  row('pulumi-token', 'Pulumi token', 'pul-[a-f0-9]{9}', 'pul-(?<random>[a-f0-9]{40})'),
  row(
    'onepassword-token',
    '1Password service account token',
    'ops_eyJ',
    'ops_eyJ(?<random>[A-Za-z0-9+/_-]{250,2000})={0,2}',
  ),
  row('groq-key', 'Groq API key', 'gsk_[A-Za-z0-9]{9}', 'gsk_(?<random>[A-Za-z0-9]{52})'),
  row('replicate-token', 'Replicate token', 'r8_[A-Za-z0-9]{9}', 'r8_(?<random>[A-Za-z0-9]{37})'),
  row('perplexity-key', 'Perplexity API key', 'pplx-', 'pplx-(?<random>[A-Za-z0-9]{48})'),
  row('xai-key', 'xAI API key', 'xai-[A-Za-z0-9]{9}', 'xai-(?<random>[A-Za-z0-9]{80})'),
  row('figma-token', 'Figma token', 'figd_', 'figd_(?<random>[A-Za-z0-9_-]{40})'),
  row('readme-key', 'ReadMe API key', 'rdme_', 'rdme_(?<random>[a-z0-9]{70})'),
]
