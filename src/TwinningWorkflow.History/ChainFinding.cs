namespace TwinningWorkflow.History;

/// <summary>Something in a history that cannot be as it was written.</summary>
/// <param name="Stream">The stream; empty when the finding concerns none that is there.</param>
/// <param name="Sequence">The row; 0 when the finding concerns none that is there.</param>
/// <param name="Fault">What is wrong.</param>
/// <param name="Expected">What had to stand there: a sequence, a hash in hex, a stream.</param>
/// <param name="Found">What stands there.</param>
public sealed record ChainFinding(string Stream, long Sequence, ChainFault Fault, string Expected, string Found);

/// <summary>What can be wrong with a history.</summary>
public enum ChainFault
{
    /// <summary>Rows before this one are missing.</summary>
    Gap,

    /// <summary>The row comes again, or after a later one.</summary>
    OutOfOrder,

    /// <summary>The previous hash is not the hash of the row before.</summary>
    WrongPrevious,

    /// <summary>The hash is not the hash of these bytes after this previous hash: one of the three was changed.</summary>
    WrongHash,

    /// <summary>The hashed bytes tell another sequence than the row.</summary>
    WrongSequenceInBody,

    /// <summary>The hashed bytes tell another stream than the row.</summary>
    WrongStreamInBody,

    /// <summary>The hashed bytes are not a JSON object with an integer <c>sequence</c>.</summary>
    UnreadableBody,

    /// <summary>A hash noted earlier is nowhere in the history: its row was cut off or everything was written anew.</summary>
    RootMissing,
}
