/** The name of a report's file: the medium's, without what file systems refuse, and short enough. */
export function reportName(name: string, ending: string): string {
  const plain = name
    .replace(/[\u0000-\u001f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 100);
  return `${plain || 'video'}.report.${ending}`;
}
