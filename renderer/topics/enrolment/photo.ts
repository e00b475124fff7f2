/** In px. */
const longestSide = 1280
const quality = 0.9

export interface Photo {
  picture: HTMLCanvasElement
  jpeg: Uint8Array<ArrayBuffer>
}

/**
 * Resolves to the present picture of the video as the camera sees it: not mirrored, and at most 1280 px long.
 * The caller gives it to `discardPhoto` in the end. @throws Error while the video shows nothing
 */
export async function takePhoto(video: HTMLVideoElement): Promise<Photo> {
  const { videoWidth, videoHeight } = video
  const scale = Math.min(1, longestSide / Math.max(videoWidth, videoHeight))
  const picture = document.createElement('canvas')
  picture.width = Math.round(videoWidth * scale)
  picture.height = Math.round(videoHeight * scale)
  picture.getContext('2d')?.drawImage(video, 0, 0, picture.width, picture.height)
  const jpeg = await new Promise<Blob | null>((resolve) => picture.toBlob(resolve, 'image/jpeg', quality))
  if (!jpeg) throw new Error('There was no picture to take')
  return { picture, jpeg: new Uint8Array(await jpeg.arrayBuffer()) }
}

/** Frees the picture and overwrites the bytes for the tenant. */
export function discardPhoto({ picture, jpeg }: Photo): void {
  picture.width = 0
  jpeg.fill(0)
}
