namespace TwinningWorkflow.Web.Mail.Incoming;

/// <summary>Keeps what is written to it up to a limit; beyond that it only counts.</summary>
internal sealed class CappedStream(long limit) : Stream
{
    private readonly MemoryStream kept = new();
    private long length;

    /// <summary>What was written; null where it was more than the limit.</summary>
    public byte[]? Content => length > limit ? null : kept.ToArray();

    public override long Length => length;
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;

    public override long Position
    {
        get => length;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        length += count;
        if (length <= limit)
            kept.Write(buffer, offset, count);
        else
            kept.SetLength(0);
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
