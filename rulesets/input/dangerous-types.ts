/** Why a file of some type is dangerous to those who get it later, or to the server that opens it. */
export type Danger = 'page' | 'program' | 'archive'

const PAGES =
  `text/html application/xhtml+xml image/svg+xml application/javascript text/javascript application/x-javascript
  application/ecmascript text/ecmascript application/x-shockwave-flash`.split(/\s+/)

const PROGRAMS =
  `application/x-msdownload application/x-dosexec application/x-msdos-program application/exe application/x-exe
  application/vnd.microsoft.portable-executable application/x-executable application/x-elf application/x-mach-binary
  application/java-archive application/x-java-archive application/java-vm application/x-java-applet application/x-sh
  application/x-csh application/x-shellscript text/x-shellscript text/x-sh application/x-bat application/bat
  application/x-httpd-php application/x-php text/x-php application/php application/x-msi application/x-ms-installer
  application/vnd.android.package-archive application/x-apple-diskimage application/hta application/x-perl
  application/vnd.ms-word.document.macroenabled.12 application/vnd.ms-excel.sheet.macroenabled.12
  application/vnd.ms-powerpoint.presentation.macroenabled.12`.split(/\s+/)

const ARCHIVES =
  `application/zip application/x-zip application/x-zip-compressed application/gzip application/x-gzip application/x-tar
  application/x-gtar application/tar application/x-7z-compressed application/vnd.rar application/x-rar
  application/x-rar-compressed application/x-bzip2 application/zstd application/x-xz application/x-compressed-tar`.split(
    /\s+/,
  )

const DANGERS: ReadonlyMap<string, Danger> = new Map([
  ...PAGES.map((type) => [type, 'page'] as const),
  ...PROGRAMS.map((type) => [type, 'program'] as const),
  ...ARCHIVES.map((type) => [type, 'archive'] as const),
  // SVG is among the pictures
  ['image/*', 'page'] as const,
])

/** The danger in files of a media type: lower-case, without parameters. */
export function dangerOf(type: string): Danger | undefined {
  return DANGERS.get(type)
}
