/*
 * Dates of Django's calendar as inputs write them, in Korean 2023. 3. 5. (seoulsolution/formats): by itself it
 * writes zeros before them, and does not read what has spaces.
 */
"use strict";
{
  const write = Date.prototype.strftime;
  const read = String.prototype.strptime;

  Date.prototype.strftime = function (format) {
    return write.call(this, format.replace("%-m", this.getMonth() + 1).replace("%-d", this.getDate()));
  };

  String.prototype.strptime = function (format) {
    return read.call(this.replaceAll(" ", ""), format.replaceAll("%-", "%").replaceAll(" ", ""));
  };
}
