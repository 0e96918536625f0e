namespace MySpinBot.Server.Comfy.Live;

/// <summary>The sockets that hear of a job.</summary>
internal interface ILiveAudience
{
    /// <summary>Whether there is any: frames for nobody are not made.</summary>
    bool IsThere { get; }

    /// <summary>Sends what must arrive.</summary>
    void Keep(SocketFrame frame);

    /// <summary>Sends what counts only until the next of its kind.</summary>
    void Offer(FrameKind kind, SocketFrame frame);

    /// <summary>Sends a picture in the form that each socket takes; a form is made when the first one wants it.</summary>
    void OfferPreview(FrameKind kind, Func<SocketFrame> plain, Func<SocketFrame> described);

    /// <summary>Tells how many jobs run or wait.</summary>
    void TellStatus();
}
