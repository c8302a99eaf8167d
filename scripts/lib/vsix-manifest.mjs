const TYPES = {
  cjs: 'application/javascript',
  js: 'application/javascript',
  json: 'application/json',
  md: 'text/markdown',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  vsixmanifest: 'text/xml',
  yaml: 'text/yaml',
}

/** `[Content_Types].xml`: the media type of every file of the archive, by the end of its name. */
export function contentTypes(paths) {
  const endings = [...new Set(paths.map((path) => path.slice(path.lastIndexOf('.') + 1)))].sort()
  const lines = endings.map((ending) => {
    const type = TYPES[ending]
    if (!type)
      throw new Error(`No media type is known for .${ending}: add it to scripts/lib/vsix-manifest.mjs.`)
    return `<Default Extension=".${ending}" ContentType="${type}"/>`
  })
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${lines.join('')}</Types>
`
}

/**
 * `extension.vsixmanifest`: what galleries and VS Code read before they unpack an extension.
 * @param manifest its package.json
 */
export function vsixManifest(manifest) {
  const { name, version, publisher, displayName, description, keywords, categories, engines, icon } = manifest
  const kind = [...(manifest.extensionKind ?? ['workspace']), ...(manifest.browser ? ['web'] : [])]
  // by this, galleries offer it to browsers
  const tags = [...keywords, ...(manifest.browser ? ['__web_extension'] : [])]
  const properties = {
    Engine: engines.vscode,
    ExtensionDependencies: '',
    ExtensionPack: '',
    ExtensionKind: kind.join(','),
    LocalizedLanguages: '',
    EnabledApiProposals: '',
    ExecutesCode: 'true',
  }
  const property = (id, value) =>
    `\n      <Property Id="Microsoft.VisualStudio.Code.${id}" Value="${xml(value)}"/>`
  const asset = (type, path) =>
    `\n    <Asset Type="Microsoft.VisualStudio.${type}" Path="extension/${path}" Addressable="true"/>`
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${xml(name)}" Version="${xml(version)}" Publisher="${xml(publisher)}"/>
    <DisplayName>${xml(displayName)}</DisplayName>
    <Description xml:space="preserve">${xml(description)}</Description>
    <Tags>${xml(tags.join(','))}</Tags>
    <Categories>${xml(categories.join(','))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>${Object.entries(properties)
      .map(([id, value]) => property(id, value))
      .join('')}
      <Property Id="Microsoft.VisualStudio.Services.GitHubFlavoredMarkdown" Value="true"/>
      <Property Id="Microsoft.VisualStudio.Services.Content.Pricing" Value="Free"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/${xml(icon)}</Icon>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>${[
    asset('Code.Manifest', 'package.json'),
    asset('Services.Content.Details', 'README.md'),
    asset('Services.Content.Changelog', 'CHANGELOG.md'),
    asset('Services.Content.License', 'LICENSE.txt'),
    asset('Services.Icons.Default', icon),
  ].join('')}
  </Assets>
</PackageManifest>
`
}

function xml(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
